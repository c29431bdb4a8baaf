using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

/// <summary>Ways to write a listener that are easily forgotten, and what is said about wrong ones.</summary>
public sealed class ListenerTests
{
    [Fact]
    public void Roslyn_is_the_one_asked_for() => Assert.StartsWith(
        typeof(ListenerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static metadata => metadata.Key == "RoslynVersion").Value!,
        $"{typeof(CSharpCompilation).Assembly.GetName().Version}",
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[PostgresListener(\"a\")] public static partial void On(Truncated change); public static partial void On(Truncated change) { }")]
    [InlineData("public static partial void On(Truncated change); [PostgresListener(\"a\")] public static partial void On(Truncated change) { }")]
    [InlineData("[Listen(\"a\")] public static void On(Truncated change) { }")]
    [InlineData("[global::PostgresWorker.PostgresListenerAttribute(table: \"a\")] public static void On(Gone change) { }")]
    [InlineData("[PostgresListener(Table)] public static void On(this Truncated change) { } private const string Table = \"a\";")]
    public void Is_found_however_it_is_written(string method)
    {
        var project = new Project($$"""
            using Listen = PostgresWorker.PostgresListenerAttribute;
            using Gone = PostgresWorker.Truncated;
            namespace Shop;
            public static partial class Listeners { {{method}} }
            """);

        project.ExpectMarkedDiagnostics();
        Assert.Equal(2, project.Files["PostgresWorkerModule.g.cs"].Split("listeners.Add(").Length);
    }

    [Fact]
    public void A_fault_of_a_row_from_elsewhere_is_said_at_the_listener()
    {
        var contracts = new Project(
            new ProjectOptions { AssemblyName = "Contracts", RootNamespace = "Contracts" },
            ("Row.cs", "namespace Contracts; public sealed record Row(object Any);")).Generate().Compilation.ToMetadataReference();

        new Project(new ProjectOptions { Projects = [contracts] }, ("Listeners.cs", """
            namespace Shop;
            public static class Listeners { [PostgresListener("a")] public static void On({|PGW2001:Change<Contracts.Row>|} change) { } }
            """)).ExpectMarkedDiagnostics();
    }

    [Fact]
    public void The_internal_constructor_of_a_row_from_elsewhere_is_none()
    {
        var contracts = new Project(
            new ProjectOptions { AssemblyName = "Contracts", RootNamespace = "Contracts" },
            ("Row.cs", "namespace Contracts; public sealed class Row { internal Row() { } public int Id { get; set; } }")).Generate().Compilation.ToMetadataReference();

        new Project(new ProjectOptions { Projects = [contracts] }, ("Listeners.cs", """
            namespace Shop;
            public static class Listeners { [PostgresListener("a")] public static void On({|PGW2002:Change<Contracts.Row>|} change) { } }
            """)).ExpectMarkedDiagnostics();
    }

    [Theory]
    [InlineData(
        "[PostgresListener(\"a\")] public static void On(EventPayloadData payload) { }",
        "'On' must take Change<T>, Inserted<T>, Updated<T>, Deleted<T>, Existing<T>, an IReadOnlyList of one of these, Truncated or EventPayload as its first parameter, but it takes PostgresWorker.EventPayloadData")]
    [InlineData(
        "[PostgresListener(\"Orders\")] public static void On(Truncated change) { }",
        "'Orders' is no table name: 'Orders' must be quoted as in SQL, for only names of a-z, 0-9, '_' and '$' that begin with a letter or '_' may stand without: \"Orders\"")]
    [InlineData(
        "[PostgresListener(\"a\")] public static void On(Truncated change, int limit) { }",
        "Parameter 'limit' of listener 'On' can't be handed over: int is no service; after the change a listener takes a CancellationToken, the ChangeContext, an NpgsqlTransaction and services")]
    [InlineData(
        "[PostgresListener(\"a\")] public static void On(Change<Row> change) { } public sealed record Row(ulong Id);",
        "'Shop.Listeners.Row.Id' is ulong, which no column can be read into; declare it as decimal, or mark it [NotMapped]")]
    [InlineData(
        "[PostgresListener(\"a\")] public static async void On(Truncated change) => await Task.Yield();",
        "'On' is async void: nobody could wait for it, so changes would count as handled too early and an exception would end the process; return Task")]
    public void A_message_names_the_thing_the_rule_and_the_way_out(string method, string message) =>
        Assert.Equal(message, new Project($"namespace Shop; public static class Listeners {{ {method} }}").Message());
}
