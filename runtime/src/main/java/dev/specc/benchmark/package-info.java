/** How long a net takes on this machine, and how much memory. */
@NullMarked
package dev.specc.benchmark;

import org.jspecify.annotations.NullMarked;
