package dev.specc.fuzz;

/** Asks several sides about the same spec. One to a thread. */
interface Judge extends AutoCloseable {
  Verdict of(SpecTree spec);

  @Override
  void close();
}
