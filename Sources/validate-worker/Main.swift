import Programs

@main
enum Main {
    static func main() { ValidateWorker.main() }
}
