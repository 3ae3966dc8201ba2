/** The zoo against torchvision: names, shapes, counts, and numbers. Runs with {@code -Poracle}. */
@NullMarked
package dev.specc.oracle;

import org.jspecify.annotations.NullMarked;
