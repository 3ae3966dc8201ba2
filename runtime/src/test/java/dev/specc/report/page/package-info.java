/** What {@code dev.specc.report.page} promises. */
@NullMarked
package dev.specc.report.page;

import org.jspecify.annotations.NullMarked;
