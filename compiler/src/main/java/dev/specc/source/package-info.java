/** Source text and places in it: every later stage points here. */
@NullMarked
package dev.specc.source;

import org.jspecify.annotations.NullMarked;
