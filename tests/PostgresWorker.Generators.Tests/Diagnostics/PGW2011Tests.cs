namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2011Tests
{
    [Theory]
    [InlineData("int", "bigint", "long")]
    [InlineData("short", " INT8 ", "long")]
    [InlineData("short", "serial", "int")]
    [InlineData("byte", "integer", "int")]
    [InlineData("float", "float8", "double")]
    [InlineData("double", "integer", "int")]
    [InlineData("int", "numeric(5)", "decimal")]
    [InlineData("int", "varchar(20)", "string")]
    [InlineData("int", "character varying (20)", "string")]
    [InlineData("Guid", "text", "string")]
    [InlineData("DateOnly", "timestamptz", "DateTimeOffset")]
    [InlineData("DateOnly", "timestamp(3) with time zone", "DateTimeOffset")]
    [InlineData("DateTimeOffset", "timestamp (3) without time zone", "DateTime")]
    [InlineData("TimeOnly", "timetz", "string")]
    [InlineData("DateTime", "date", "DateOnly")]
    [InlineData("bool", "bit(1)", "BitArray")]
    [InlineData("byte[]", "uuid", "Guid")]
    [InlineData("decimal", "money", "string")]
    [InlineData("int[]", "bigint[]", "long[]")]
    [InlineData("List<int?>", "pg_catalog.int8[]", "long[]")]
    [InlineData("int", "int[]", "int[]")]
    [InlineData("int[]", "integer", "int")]
    [InlineData("int[]", "integer array", null)]
    [InlineData("int[]", "integer array[4]", null)]
    [InlineData("int[]", "int4[3]", null)]
    [InlineData("int[]", "int4range", "NpgsqlRange<int>")]
    [InlineData("int[]", "datemultirange", "NpgsqlRange<DateOnly>[]")]
    [InlineData("long?", "bigserial", null)]
    [InlineData("decimal", "dec(4, 2)", null)]
    [InlineData("float", "float(24)", null)]
    [InlineData("float", "float(25)", "double")]
    [InlineData("TimeSpan", "interval day to second", null)]
    [InlineData("DayOfWeek", "integer", null)]
    [InlineData("DayOfWeek", "uuid", "Guid")]
    [InlineData("string", "tstzrange", null)]
    [InlineData("string", "int[]", null)]
    [InlineData("int", "my_number", null)]
    [InlineData("int", "\\\"bigint\\\"", null)]
    [InlineData("int", "", null)]
    public void Names_the_type_that_holds_it(string type, string column, string? instead)
    {
        var project = new Project($$"""
            using System.ComponentModel.DataAnnotations.Schema;
            namespace Shop;
            public sealed class Row { [Column("other", TypeName = "{{column}}")] public {{(instead is null ? type : $"{{|PGW2011:{type}|}}")}} Other { get; set; } = default!; }
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(Change<Row> change) { }
            }
            """);

        project.ExpectMarkedDiagnostics();
        if (instead is not null)
        {
            Assert.EndsWith($"which can't hold every value of {column}; declare it as {instead}, or as string", project.Message(), StringComparison.Ordinal);
        }
    }
}
