/** The wire format of protobuf, for the formats that are written in it. */
@NullMarked
package dev.specc.protobuf;

import org.jspecify.annotations.NullMarked;
