namespace PostgresWorker.Generated;

/// <summary>A row of the table of <see cref="ColumnTypes"/>, and of docs/rows-and-types.md.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="CSharp">The C# type for people.</param>
/// <param name="Oids">The built-in types that it reads without loss.</param>
/// <param name="Also">What it reads beside those.</param>
/// <param name="Remark">How they are read.</param>
/// <param name="NotRead">The values that it can't hold, each an error.</param>
internal sealed record KindRow(ColumnKind Kind, string CSharp, uint[] Oids, string Also = "", string Remark = "", string NotRead = "")
{
    /// <summary>The row as the manual has it.</summary>
    internal string ToMarkdown()
    {
        var name = CSharp.Contains(' ', StringComparison.Ordinal) && !CSharp.Contains('<', StringComparison.Ordinal) ? CSharp : $"`{CSharp}`";
        var types = string.Join(", ", Oids.Select(TypeOids.NameOf).Append(Also).Where(type => type.Length > 0));
        return $"| {name} | {types}{(Remark.Length > 0 ? $" ({Remark})" : "")} | {NotRead}{(NotRead.Length > 0 ? " " : "")}|";
    }
}
