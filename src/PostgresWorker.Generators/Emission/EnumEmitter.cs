using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes the method that reads an enum's label.</summary>
internal static class EnumEmitter
{
    public static void Write(CodeWriter code, ColumnModel column, string method) =>
        code.Block($"private static {column.Type} {method}(ref global::PostgresWorker.Generated.TupleReader tuple)", () =>
        {
            if (column.Enum!.Members.Count > 0)
            {
                code.Lines("var label = tuple.GetLabel();");
            }

            foreach (var member in column.Enum.Members)
            {
                code.Block(
                    $"if (global::System.MemoryExtensions.SequenceEqual(label, {Texts.Literal(member.Label)}u8))",
                    () => code.Lines($"return {column.Type}.{member.Member};"));
                code.Blank();
            }

            code.Lines($"throw tuple.UnknownLabel({Texts.Literal(column.Enum.Name)});");
        });
}
