/// A paper that a result was taken from.
public enum Paper: String, CaseIterable, Sendable {
  /// Gidel, Bach, Lacoste-Julien.
  case gidel2019

  /// Tarmoun, França, Haeffele, Vidal.
  case tarmoun2021

  /// Chou, Gieshoff, Maly, Rauhut.
  case chou2022

  /// The first author and the year, for instance "Gidel 2019".
  public var name: String {
    "\(rawValue.prefix(1).uppercased())\(rawValue.dropFirst().dropLast(4)) \(rawValue.suffix(4))"
  }

  /// What a reader needs to find the paper.
  public var citation: Citation {
    switch self {
    case .gidel2019:
      Citation(
        authors: ["Gauthier Gidel", "Francis Bach", "Simon Lacoste-Julien"],
        title: """
          Implicit Regularization of Discrete Gradient Dynamics in Linear Neural Networks
          """,
        venue: "Advances in Neural Information Processing Systems 32", year: 2019,
        kind: .inProceedings, identifier: "arXiv:1904.13262")
    case .tarmoun2021:
      Citation(
        authors: [
          "Salma Tarmoun", "Guilherme Fran\u{E7}a", "Benjamin D. Haeffele", "Ren\u{E9} Vidal",
        ],
        title: "Implicit Acceleration of Gradient Flow in Overparameterized Linear Models",
        venue: "OpenReview", year: 2021, kind: .preprint,
        identifier: """
          published as Understanding the Dynamics of Gradient Flow in Overparameterized Linear Models, \
          PMLR 139
          """)
    case .chou2022:
      Citation(
        authors: ["Hung-Hsu Chou", "Carsten Gieshoff", "Johannes Maly", "Holger Rauhut"],
        title: """
          Gradient Descent for Deep Matrix Factorization: Dynamics and Implicit Bias towards Low Rank
          """,
        venue: "Applied and Computational Harmonic Analysis 68", year: 2024,
        kind: .article, identifier: "arXiv:2011.13772")
    }
  }
}
