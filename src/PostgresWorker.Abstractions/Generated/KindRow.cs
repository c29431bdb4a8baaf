namespace PostgresWorker.Generated;

/// <summary>A row of the table of <see cref="ColumnTypes"/>, and of docs/rows-and-types.md.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="CSharp">The C# type for people.</param>
/// <param name="Oids">The built-in types that it reads without loss.</param>
/// <param name="Note">What it reads beside those, for the manual.</param>
/// <param name="NotRead">The values that it can't hold, each an error, for the manual.</param>
internal sealed record KindRow(ColumnKind Kind, string CSharp, uint[] Oids, string Note = "", string NotRead = "");
