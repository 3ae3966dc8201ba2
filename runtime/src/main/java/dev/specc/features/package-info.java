/** What a trained net looks at: feature maps, filters, class activation maps. */
@NullMarked
package dev.specc.features;

import org.jspecify.annotations.NullMarked;
