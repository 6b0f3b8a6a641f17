/// A run folder that cannot be used as asked.
public enum RunStoreError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A new run was to go into a folder that holds something.
  case folderNotEmpty(path: String)

  /// A run was to be replaced in a folder that holds none, but files of the same names; `document` is what it lacks.
  case notARun(path: String, items: [String], document: String)

  /// The path is a file.
  case notAFolder(path: String)

  /// The system would not make, list or clear the folder.
  case unusable(path: String, reason: String)

  /// There is no run to take up.
  case nothingToResume(path: String)

  /// The folder holds a run of another experiment or sweep; `document` is its file there.
  case otherExperiment(path: String, document: String)

  /// The files that the experiment reads have changed since the run began.
  case otherData(path: String, files: [String])

  /// Another process is running in the folder.
  case inUse(path: String)

  /// The run was made with other kernels, threads or another program version; each difference in words.
  case otherEnvironment(path: String, differences: [String])

  /// A checkpoint that is damaged or of another experiment.
  case damagedCheckpoint(path: String, problem: String)

  /// A journal with a line before its last one that cannot be read.
  case damagedJournal(path: String, line: Int)

  /// There is no folder of runs.
  case noRunsFolder(path: String)

  /// A text that cannot be the name of a run.
  case invalidName(name: String)

  /// The folder has no run of that name.
  case noSuchRun(name: String, folder: String)

  /// The run has no such file.
  case noSuchFile(name: String, run: String)

  /// A run that is to be deleted has a process that writes to it.
  case isRunning(name: String)

  /// A run cannot be restored, since there is another one of its name.
  case nameTaken(name: String)

  /// What is wrong and what to do, in a sentence.
  public var description: String {
    switch self {
    case .folderNotEmpty(let path):
      """
      \(path) is not empty; choose another folder with --output, go on with --resume, or replace \
      what is there with --overwrite
      """
    case .notARun(let path, let items, let document):
      """
      \(path) holds \(items.joined(separator: ", ")) but no \(document), so these are not a run's to \
      replace; choose another folder with --output
      """
    case .notAFolder(let path):
      "\(path) is not a folder; choose another one with --output"
    case .unusable(let path, let reason):
      "\(path) cannot be used (\(reason))"
    case .nothingToResume(let path):
      "\(path) holds no run to resume; leave --resume out to start one"
    case .otherExperiment(let path, let document):
      """
      \(path) holds a run of another experiment (its \(document) differs from the file given); \
      resume it with the file and the settings that it was started with
      """
    case .otherData(let path, let files):
      """
      \(files.joined(separator: ", ")) changed since the run in \(path) began, so it cannot go on; put the \
      old contents back, or start anew with --overwrite
      """
    case .inUse(let path):
      """
      another process is running in \(path); wait for its end, or choose another folder with --output
      """
    case .otherEnvironment(let path, let differences):
      """
      the run in \(path) was made in another environment (\(differences.joined(separator: "; "))), so \
      it would not go on bit by bit as it began; to go on all the same, add --allow-other-environment
      """
    case .damagedCheckpoint(let path, let problem):
      "\(path) is no checkpoint of this run (\(problem)); start anew with --overwrite"
    case .damagedJournal(let path, let line):
      "\(path) is damaged in line \(line); start anew with --overwrite"
    case .noRunsFolder(let path):
      "there is no folder \(path); a first run makes the folder runs, or name another one"
    case .invalidName(let name):
      """
      \(name.debugDescription) cannot be the name of a run, which is that of a folder in the runs folder and none of the \
      index's own
      """
    case .noSuchRun(let name, let folder):
      "there is no run \(name) in \(folder)"
    case .noSuchFile(let name, let run):
      "the run \(run) has no file \(name.debugDescription)"
    case .isRunning(let name):
      "\(name) is running; stop it, or wait for its end"
    case .nameTaken(let name):
      "there is another run \(name); delete that one, or rename its folder, and restore again"
    }
  }
}
