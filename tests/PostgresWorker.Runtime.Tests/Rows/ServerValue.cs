using System.Text;
using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>A value as SQL, its type's OID, the kind made for it, both forms of it, and what is to be read.</summary>
public sealed record ServerValue(string Sql, uint TypeOid, ColumnKind Kind, string BinaryHex, string Text, object Expected)
{
    public ColumnType Type { get; } = new(
        Sql[(Sql.IndexOf("::", StringComparison.Ordinal) + 2)..].Split(" at ")[0],
        TypeOid,
        Kind == ColumnKind.Enum ? 'e' : 'b',
        Kind == ColumnKind.Enum ? "mood" : "base");

    public TupleValue Binary => TupleValue.Binary(Convert.FromHexString(BinaryHex));

    public TupleValue TextForm => TupleValue.Text(Encoding.UTF8.GetBytes(Text));

    public override string ToString() => Sql;
}

/// <summary>Stands where a value is expected that the kind can't hold.</summary>
/// <param name="Because">A piece of the error's message.</param>
public sealed record ServerMisfit(string Because);
