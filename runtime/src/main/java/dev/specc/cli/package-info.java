/** The command line. */
@NullMarked
package dev.specc.cli;

import org.jspecify.annotations.NullMarked;
