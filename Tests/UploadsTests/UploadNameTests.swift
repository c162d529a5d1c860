import Testing
import Uploads

struct UploadNameTests {
    @Test(arguments: [
        ("低保.xlsx", "xlsx"), ("名单.CSV", "csv"), ("../../etc/passwd", nil), ("x.xlsx.exe", nil),
        ("csv", nil), ("a.", nil),
    ])
    func `F-039 only the ending of an uploaded file's name is taken`(name: String, ending: String?)
    {
        #expect(UploadName.ending(of: name) == ending)
    }
}
