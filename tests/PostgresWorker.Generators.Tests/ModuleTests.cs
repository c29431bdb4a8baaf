using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

public sealed class ModuleTests
{
    [Fact]
    public void The_listener_of_the_readme() => new Project(("Order.cs", Sources.Order), ("OrderListeners.cs", Sources.OrderListeners)).Generate().Matches();

    [Fact]
    public void What_is_generated_compiles_without_a_warning() =>
        new Project(("Order.cs", Sources.Order), ("OrderListeners.cs", Sources.OrderListeners)).ExpectMarkedDiagnostics();
}
