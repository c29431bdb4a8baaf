using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2012Tests
{
    [Fact]
    public void Columns_that_are_no_key()
    {
        var project = new Project("""
            namespace Shop;
            public sealed record Row(long Id, string? Note, decimal Total);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void OnGone({|PGW2012:Deleted<Row>|} change) { }
                [PostgresListener("orders")] public static void On(Change<Row> change) { }
            }
            """);

        project.ExpectMarkedDiagnostics(DiagnosticSeverity.Info);
        Assert.StartsWith("'OnGone' takes Deleted<Shop.Row>, but a delete carries only the replica identity, by default the primary key; leave Note, Total out of", project.Message(DiagnosticSeverity.Info), StringComparison.Ordinal);
        Assert.Contains("OnGone", project.Files["PostgresWorkerModule.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("record Row(long Id);")]
    [InlineData("record Row(long RowId);")]
    [InlineData("record Row([property: Key] string Code, [property: Key] int Part);")]
    [InlineData("record Row(long Id) { [NotMapped] public string? Note { get; set; } public string Text => Note!; }")]
    [InlineData("class Row { public long ID { get; set; } [Key] public int Part { get; set; } }")]
    public void Not_where_all_are_key(string row) => new Project($$"""
        using System.ComponentModel.DataAnnotations;
        using System.ComponentModel.DataAnnotations.Schema;
        namespace Shop;
        public sealed {{row}}
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Deleted<Row> change) { }
        }
        """).ExpectMarkedDiagnostics(DiagnosticSeverity.Info);
}
