import Foundation

/// Runs one workload once and prints `RESULT events=<n> wall=<s> cpu=<s> check=<value>`.
let usage = """
    usage: modnn-sim-benchmark WORKLOAD SIZE
      mm1 CUSTOMERS | phold EVENTS | hold QUEUE_LENGTH | shared-link MESSAGES | shared-link-jitter MESSAGES
      task-dag WORKERS:INFERENCES | scenario RUNS | scale DEVICES

    """

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 2, let workload = arguments.first, let size = arguments.last else {
    FileHandle.standardError.write(Data(usage.utf8))
    exit(64)
}
let numbers = size.split(separator: ":").compactMap { Int($0) }
let result: Measurement?
switch (workload, numbers.count) {
case ("mm1", 1): result = MM1.measure(customers: numbers[0])
case ("phold", 1): result = PHOLD.measure(events: numbers[0])
case ("hold", 1): result = Hold.measure(queueLength: numbers[0])
case ("shared-link", 1): result = SharedLink.measure(messages: numbers[0], jitter: false)
case ("shared-link-jitter", 1): result = SharedLink.measure(messages: numbers[0], jitter: true)
case ("task-dag", 2): result = TaskDAG.measure(workers: numbers[0], inferences: numbers[1])
case ("scenario", 1): result = ScenarioRuns.measure(runs: numbers[0])
case ("scale", 1): result = ScenarioRuns.measureScale(devices: numbers[0])
default: result = nil
}
guard let result else {
    FileHandle.standardError.write(Data(usage.utf8))
    exit(64)
}
print(result.line)
