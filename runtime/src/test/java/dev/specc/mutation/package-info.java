/**
 * The mutation benchmark: realistic mistakes in the specs of the zoo, what specc says about each,
 * and what libtorch says.
 */
@NullMarked
package dev.specc.mutation;

import org.jspecify.annotations.NullMarked;
