/// A paper that a result was taken from.
public enum Paper: String, CaseIterable, Sendable {
  /// Gidel, Bach, Lacoste-Julien.
  case gidel2019

  /// Tarmoun, França, Haeffele, Vidal.
  case tarmoun2021

  /// Chou, Gieshoff, Maly, Rauhut.
  case chou2022

  /// Fukumizu.
  case fukumizu1998

  /// Arora, Cohen, Hazan.
  case arora2018

  /// Arora, Cohen, Hu, Luo.
  case arora2019

  /// Yaras and others.
  case yaras2023

  /// Tu, Aranguri, Jacot.
  case tu2024

  /// Cooper.
  case cooper1987

  /// Candès, Sing-Long, Trzasko.
  case candes2013

  /// Saxe, McClelland, Ganguli.
  case saxe2014

  /// Mulayoff, Michaeli.
  case mulayoff2020

  /// Lewkowycz and others.
  case lewkowycz2020

  /// Cohen and others.
  case cohen2021

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
    case .fukumizu1998:
      Citation(
        authors: ["Kenji Fukumizu"],
        title: "Effect of Batch Learning in Multilayer Neural Networks",
        venue: "Proceedings of the 5th International Conference on Neural Information Processing",
        year: 1998, kind: .inProceedings, identifier: "ICONIP 1998, pages 67 to 70")
    case .arora2018:
      Citation(
        authors: ["Sanjeev Arora", "Nadav Cohen", "Elad Hazan"],
        title: """
          On the Optimization of Deep Networks: Implicit Acceleration by Overparameterization
          """,
        venue: "Proceedings of the 35th International Conference on Machine Learning, PMLR 80",
        year: 2018, kind: .inProceedings, identifier: "arXiv:1802.06509")
    case .arora2019:
      Citation(
        authors: ["Sanjeev Arora", "Nadav Cohen", "Wei Hu", "Yuping Luo"],
        title: "Implicit Regularization in Deep Matrix Factorization",
        venue: "Advances in Neural Information Processing Systems 32", year: 2019,
        kind: .inProceedings, identifier: "arXiv:1905.13655")
    case .yaras2023:
      Citation(
        authors: [
          "Can Yaras", "Peng Wang", "Wei Hu", "Zhihui Zhu", "Laura Balzano", "Qing Qu",
        ],
        title: "The Law of Parsimony in Gradient Descent for Learning Deep Linear Networks",
        venue: "arXiv", year: 2023, kind: .preprint, identifier: "arXiv:2306.01154")
    case .tu2024:
      Citation(
        authors: ["Zhenfeng Tu", "Santiago Aranguri", "Arthur Jacot"],
        title: "Mixed Dynamics In Linear Networks: Unifying the Lazy and Active Regimes",
        venue: "arXiv", year: 2024, kind: .preprint, identifier: "arXiv:2405.17580")
    case .cooper1987:
      Citation(
        authors: ["G. J. Cooper"],
        title: "Stability of Runge-Kutta Methods for Trajectory Problems",
        venue: "IMA Journal of Numerical Analysis 7", year: 1987, kind: .article,
        identifier: "doi:10.1093/imanum/7.1.1")
    case .candes2013:
      Citation(
        authors: ["Emmanuel J. Cand\u{E8}s", "Carlos A. Sing-Long", "Joshua D. Trzasko"],
        title: """
          Unbiased Risk Estimates for Singular Value Thresholding and Spectral Estimators
          """,
        venue: "IEEE Transactions on Signal Processing 61", year: 2013, kind: .article,
        identifier: "doi:10.1109/TSP.2013.2270464")
    case .saxe2014:
      Citation(
        authors: ["Andrew M. Saxe", "James L. McClelland", "Surya Ganguli"],
        title: """
          Exact solutions to the nonlinear dynamics of learning in deep linear neural networks
          """,
        venue: "International Conference on Learning Representations", year: 2014,
        kind: .inProceedings, identifier: "arXiv:1312.6120")
    case .mulayoff2020:
      Citation(
        authors: ["Rotem Mulayoff", "Tomer Michaeli"],
        title: "Unique Properties of Flat Minima in Deep Networks",
        venue: "Proceedings of the 37th International Conference on Machine Learning, PMLR 119",
        year: 2020, kind: .inProceedings, identifier: "arXiv:2002.04710")
    case .lewkowycz2020:
      Citation(
        authors: [
          "Aitor Lewkowycz", "Yasaman Bahri", "Ethan Dyer", "Jascha Sohl-Dickstein", "Guy Gur-Ari",
        ],
        title: "The large learning rate phase of deep learning: the catapult mechanism",
        venue: "arXiv", year: 2020, kind: .preprint, identifier: "arXiv:2003.02218")
    case .cohen2021:
      Citation(
        authors: [
          "Jeremy M. Cohen", "Simran Kaur", "Yuanzhi Li", "J. Zico Kolter", "Ameet Talwalkar",
        ],
        title: "Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability",
        venue: "International Conference on Learning Representations", year: 2021,
        kind: .inProceedings, identifier: "arXiv:2103.00065")
    }
  }
}
