import Events
import Foundation
import Uploads

@testable import Intake

/// Lines of JSON: records of offices, payments, and orders for the process that reads uploads.
final class LinesTarget: FuzzTarget {
    static let name = "lines"

    private let intake: IntakeCheck

    init() throws { intake = try IntakeCheck() }

    func read(_ input: UnsafeRawBufferPointer) throws {
        var feed = InputFeed(input)
        let choice = feed.choice(of: 4)
        let file = IntakeFile.memory(Array(feed.rest), name: IntakeCheck.file)
        switch choice {
        case 0, 1: _ = try intake.send(records: file)
        case 2: _ = try intake.send(file, table: 0)
        default: try order(Data(feed.rest))
        }
    }

    private func order(_ data: Data) throws {
        guard let task = try? JSONDecoder().decode(UploadTask.self, from: data) else { return }
        let again = try JSONDecoder().decode(UploadTask.self, from: JSONEncoder().encode(task))
        try promise(again == task, "an order is read otherwise the second time")
        if UploadOrder.isPlain(task.order.list) {
            let bytes = Array(task.order.list.utf8)
            try promise(
                !bytes.withUnsafeBufferPointer(Masked.holdsIdentityNumber),
                "the id of a list is somebody's number"
            )
        }
    }
}
