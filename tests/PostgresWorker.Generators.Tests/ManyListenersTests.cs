using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

/// <summary>In a project of fifty listeners and row types, an edit costs what it changes.</summary>
public sealed class ManyListenersTests
{
    private const int Count = 50;
    private static readonly string[] Steps = [WorkerGeneratorSteps.Methods, WorkerGeneratorSteps.Rows, WorkerGeneratorSteps.Module];

    [Theory]
    [InlineData("Other.cs", "=> 1", "=> 2")]
    [InlineData("Other.cs", "{ return 1; }", "{ var typing = \"a\"; return 2; }")]
    [InlineData("Other.cs", "Value = 1", "Value = 12")]
    [InlineData("Listeners7.cs", "Console.Write(change);", "Console.Write(change); var more = 1;")]
    public void Typing_in_a_body_reads_nothing_again(string file, string find, string replace)
    {
        var project = Shop().Edit(file, find, replace);

        Assert.All(Steps.Append(WorkerGeneratorSteps.Project).SelectMany(project.Reasons), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.Equal(Count, project.Reasons(WorkerGeneratorSteps.Methods).Count);
        Assert.Equal(Count + 1, project.OutputReasons.Count);
        Assert.All(project.OutputReasons, static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void A_new_member_elsewhere_writes_nothing_anew()
    {
        var project = Shop().Edit("Other.cs", "public static int One()", "public static int Two() => 2; public static int One()");

        Assert.All(Steps.SelectMany(project.Reasons), static reason =>
            Assert.Contains(reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
        Assert.All(project.OutputReasons, static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Theory]
    [InlineData("Row7.cs", "string? Note", "string? Note, int More", "Shop.Row7RowReader.g.cs", "\"more\"")]
    [InlineData("Row7.cs", "enum Status7 { Placed }", "enum Status7 { Placed, Lost }", "Shop.Row7RowReader.g.cs", "\"lost\"")]
    [InlineData("Row7.cs", "namespace Shop;", "#nullable disable\nnamespace Shop;", "Shop.Row7RowReader.g.cs", "\"Name\", global::PostgresWorker.Generated.ColumnKind.String, true")]
    [InlineData("Other.cs", "Table = \"table_7\"", "Table = \"table_seven\"", "PostgresWorkerModule.g.cs", "\"table_seven\"")]
    public void What_a_declaration_says_is_seen_and_one_file_is_written(string file, string find, string replace, string written, string expected)
    {
        var before = Shop();
        Assert.DoesNotContain(expected, before.Files[written], StringComparison.Ordinal);

        var after = before.Edit(file, find, replace);

        Assert.Contains(expected, after.Files[written], StringComparison.Ordinal);
        Assert.Single(after.OutputReasons, static reason => reason != IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void A_file_that_comes_or_goes_is_seen()
    {
        var project = Shop().Edit("Other.cs", "public static class Other", "public static class More { [PostgresListener(\"more\")] public static void On(Truncated change) { } }\npublic static class Other");
        Assert.Contains("Shop.More.On", project.Files["PostgresWorkerModule.g.cs"], StringComparison.Ordinal);

        project.Replace("Listeners7.cs", "");
        Assert.DoesNotContain("Shop.Listeners7.On", project.Files["PostgresWorkerModule.g.cs"], StringComparison.Ordinal);
    }

    private static Project Shop() => new Project([
        .. Enumerable.Range(0, Count).Select(static number => ($"Row{number}.cs", $$"""
            namespace Shop;
            public enum Status{{number}} { Placed }
            public sealed record Row{{number}}(long Id, Status{{number}} Status, decimal Total, string Name, string? Note);
            """)),
        .. Enumerable.Range(0, Count).Select(static number => ($"Listeners{number}.cs", $$"""
            namespace Shop;
            public static class Listeners{{number}}
            {
                [PostgresListener({{(number == 7 ? "Other.Table" : $"\"table_{number}\"")}})]
                public static void On(Change<Row{{number}}> change) { Console.Write(change); }
            }
            """)),
        ("Other.cs", """
            namespace Shop;
            public static class Other
            {
                public const string Table = "table_7";
                public static readonly int Value = 1;
                public static int One() { return 1; }
                public static int Property => 1;
            }
            """),
    ]).Generate();
}
