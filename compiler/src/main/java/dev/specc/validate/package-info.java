/** Stage 2: the JSON schema, its violations translated into located diagnostics. */
@NullMarked
package dev.specc.validate;

import org.jspecify.annotations.NullMarked;
