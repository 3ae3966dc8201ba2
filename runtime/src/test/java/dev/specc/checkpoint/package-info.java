@NullMarked
package dev.specc.checkpoint;

import org.jspecify.annotations.NullMarked;
