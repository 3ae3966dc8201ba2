/** Fixes: candidate edits tried on a copy of the spec, of which those that pass are offered. */
@NullMarked
package dev.specc.repair;

import org.jspecify.annotations.NullMarked;
