/// An experiment of a few milliseconds.
enum SmallExperiment {
  static let text = """
    seed: 1
    problem: {factorization: {target: {diagonal: [2, 1]}}}
    networks:
      - {depth: 2, initialization: {gaussian: 0.1}, training: {descent: {stepSize: 0.1, steps: 10}}}

    """
}
