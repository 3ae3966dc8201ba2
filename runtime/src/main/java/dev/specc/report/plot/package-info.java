/** What a run looks like: curves, the confusion of classes, the worst mistakes. */
@NullMarked
package dev.specc.report.plot;

import org.jspecify.annotations.NullMarked;
