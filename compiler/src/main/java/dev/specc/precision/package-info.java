/** In which type each value of a graph is computed, decided before anything runs. */
@NullMarked
package dev.specc.precision;

import org.jspecify.annotations.NullMarked;
