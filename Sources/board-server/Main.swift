import Programs

@main
enum Main {
    static func main() async { await BoardServerCommand.main() }
}
