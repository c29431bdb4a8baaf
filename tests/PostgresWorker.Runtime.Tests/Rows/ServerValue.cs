using System.Text;
using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>A value as SQL, its type's OID, the kind made for it, both forms of it, and what is to be read.</summary>
public sealed record ServerValue(string Sql, uint TypeOid, ColumnKind Kind, string BinaryHex, string Text, object Expected)
{
    public ColumnType Type { get; } = new(
        Sql[(Sql.LastIndexOf("::", StringComparison.Ordinal) + 2)..].Split(" at ")[0],
        TypeOid,
        Kind == ColumnKind.Enum ? 'e' : 'b',
        Kind switch { ColumnKind.Enum => "mood", ColumnKind.Hstore => "hstore", _ => "base" });

    public TupleValue Binary => TupleValue.Binary(Convert.FromHexString(BinaryHex));

    public TupleValue TextForm => TupleValue.Text(Encoding.UTF8.GetBytes(Text));

    /// <summary>A row whose column c has the value.</summary>
    public string JsonRow => $"{{\"a\": [{{}}], \"c\": {ServerValues.JsonOf(Sql)}, \"d\": null}}";

    public override string ToString() => Sql;
}

/// <summary>Stands where a value is expected that the kind can't hold.</summary>
/// <param name="Because">A piece of the error's message.</param>
public sealed record ServerMisfit(string Because);

/// <summary>Stands for a JsonElement or JsonDocument.</summary>
public sealed record JsonForm(string Text);

/// <summary>Stands for a path.</summary>
public sealed record PathForm(bool IsClosed, params double[] Coordinates);

/// <summary>What the tests read JSON into.</summary>
public sealed record Point(int A);

[System.Text.Json.Serialization.JsonSerializable(typeof(Point))]
internal sealed partial class PointContext : System.Text.Json.Serialization.JsonSerializerContext;
