using PostgresWorker.Generators.Model;
using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes the part of a row's reader that writes rows as JSON.</summary>
internal static class RowWriteEmitter
{
    private const string Seam = "global::PostgresWorker.Generated.";

    public static void Emit(CodeWriter code, RowModel row, RowMembers members)
    {
        code.Lines("\n/// <inheritdoc />");
        code.Block($"public override void Write({Seam}RowWriter writer, {row.Type} row)", () =>
        {
            for (var slot = 0; slot < row.Columns.Count; slot++)
            {
                if (row.Columns[slot].IsReadable)
                {
                    WriteColumn(code, row.Columns[slot], $"writer.Column({Texts.Number(slot)})", members);
                }
            }
        });
        foreach (var (value, method) in members.WriteMethods)
        {
            code.Blank();
            code.Block($"private static void {method}({Seam}ValueWriter writer, {value.Type} value)", () => WriteMethod(code, value, members));
        }
    }

    private static void WriteColumn(CodeWriter code, ColumnModel column, string writer, RowMembers members)
    {
        var property = $"row.{Symbols.Escape(column.Property)}";
        var source = column.AcceptsUnchanged ? $"{property}.Value" : property;
        var statement = $"{ValueWriteEmitter.Write(column.Value, writer, source, members, column.IsOtherwiseAnnotated)};";
        if (column.AcceptsUnchanged)
        {
            code.Block($"if (!{property}.IsUnchanged)", () => code.Lines(statement));
        }
        else
        {
            code.Lines(statement);
        }
    }

    private static void WriteMethod(CodeWriter code, ValueModel value, RowMembers members)
    {
        if (value.Enum is not null)
        {
            EnumEmitter.WriteWrite(code, value);
        }
        else
        {
            NpgsqlWriteEmitter.Write(code, value, members);
        }
    }
}
