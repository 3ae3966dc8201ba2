/** What a person gets to see of training: progress, tables, curves, and the run folder. */
@NullMarked
package dev.specc.report;

import org.jspecify.annotations.NullMarked;
