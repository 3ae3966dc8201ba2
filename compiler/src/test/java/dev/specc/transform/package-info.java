@NullMarked
package dev.specc.transform;

import org.jspecify.annotations.NullMarked;
