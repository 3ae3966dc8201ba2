/** The typed graph that elaboration makes and every back end reads. */
@NullMarked
package dev.specc.graph;

import org.jspecify.annotations.NullMarked;
