/** What training promises. */
@NullMarked
package dev.specc.train;

import org.jspecify.annotations.NullMarked;
