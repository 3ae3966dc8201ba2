/** What two back ends that write Python need to know of it. */
@NullMarked
package dev.specc.lower.python;

import org.jspecify.annotations.NullMarked;
