@NullMarked
package dev.specc.benchmark;

import org.jspecify.annotations.NullMarked;
