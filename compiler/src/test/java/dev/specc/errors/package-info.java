/** Bad specs, each beside the whole report that it must give. */
@NullMarked
package dev.specc.errors;

import org.jspecify.annotations.NullMarked;
