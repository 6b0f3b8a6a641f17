extension FileValue {
  /// The problem.
  func problem() throws(ExperimentFileError) -> ProblemDescription {
    let (kind, value) = try alternative(ProblemKey.self)
    switch kind {
    case .factorization:
      return try value.section(FactorizationKey.self) { fields throws(ExperimentFileError) in
        .factorization(
          target: try fields.required(.target).matrixSource(),
          noise: try fields.optional(.noise)?.noise(),
          clean: try fields.optional(.clean)?.matrixSource())
      }
    case .regression:
      return try value.section(RegressionKey.self) { fields throws(ExperimentFileError) in
        .regression(
          inputs: try fields.required(.inputs).matrixSource(),
          outputs: try fields.required(.outputs).outputSource(),
          clean: try fields.optional(.clean)?.matrixSource())
      }
    case .autoencoder:
      return try value.section(AutoencoderKey.self) { fields throws(ExperimentFileError) in
        .autoencoder(inputs: try fields.required(.inputs).matrixSource())
      }
    case .classification:
      return try value.section(ClassificationKey.self) { fields throws(ExperimentFileError) in
        .classification(
          inputs: try fields.required(.inputs).matrixSource(),
          labels: try fields.required(.labels).matrixSource(),
          classCount: try fields.optional(.classes)?.size())
      }
    case .sensing:
      return try value.section(SensingKey.self) { fields throws(ExperimentFileError) in
        .sensing(
          target: try fields.required(.target).matrixSource(),
          measurements: try fields.required(.measurements).measurements(),
          noise: try fields.optional(.noise)?.noise())
      }
    case .sigmoid:
      return try value.section(SigmoidKey.self) { fields throws(ExperimentFileError) in
        .sigmoid(
          inputs: try fields.required(.inputs).matrixSource(),
          outputs: try fields.required(.outputs).outputSource())
      }
    }
  }

  /// A number of random measurements, or the matrix of all.
  private func measurements() throws(ExperimentFileError) -> MeasurementDescription {
    let isNumber = (try? number()) != nil
    return isNumber ? .gaussian(count: try size()) : .matrix(try matrixSource())
  }

  /// The noise.
  func noise() throws(ExperimentFileError) -> NoiseDescription {
    let (kind, value) = try alternative(NoiseKey.self)
    switch kind {
    case .uniform: return .uniform(bound: try value.nonNegativeNumber())
    case .twoPoint: return .twoPoint(magnitude: try value.nonNegativeNumber())
    case .gaussian: return .gaussian(standardDeviation: try value.nonNegativeNumber())
    case .symmetric:
      return try value.section(SymmetricNoiseKey.self) { fields throws(ExperimentFileError) in
        .symmetric(spectralNorm: try fields.required(.spectralNorm).nonNegativeNumber())
      }
    }
  }
}
