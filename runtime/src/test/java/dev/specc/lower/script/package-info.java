@NullMarked
package dev.specc.lower.script;

import org.jspecify.annotations.NullMarked;
