@NullMarked
package dev.specc.lower.blocks;

import org.jspecify.annotations.NullMarked;
