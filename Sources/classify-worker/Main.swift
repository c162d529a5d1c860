import Programs

@main
enum Main {
    static func main() { ClassifyWorker.main() }
}
