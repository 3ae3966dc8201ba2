/** What specc says about a spec: errors, warnings and fixes as data, and how they are shown. */
@NullMarked
package dev.specc.diagnostic;

import org.jspecify.annotations.NullMarked;
