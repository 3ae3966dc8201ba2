/** The page about a run: one HTML file that needs no other. */
@NullMarked
package dev.specc.report.page;

import org.jspecify.annotations.NullMarked;
