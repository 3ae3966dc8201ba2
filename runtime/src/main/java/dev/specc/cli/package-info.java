/** The command line: the one place that prints, and where exit statuses are decided. */
@NullMarked
package dev.specc.cli;

import org.jspecify.annotations.NullMarked;
