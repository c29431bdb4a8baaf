using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes the method that reads an enum's label.</summary>
internal static class EnumEmitter
{
    public static void Write(CodeWriter code, ColumnModel column, string method) =>
        code.Block($"private static {column.Type} {method}(in global::PostgresWorker.Generated.ValueReader value)", () =>
        {
            if (column.Enum!.Members.Count > 0)
            {
                code.Lines("var label = value.GetLabel();");
            }

            foreach (var member in column.Enum.Members)
            {
                code.Block(
                    $"if (global::System.MemoryExtensions.SequenceEqual(label, {Texts.Literal(member.Label)}u8))",
                    () => code.Lines($"return {column.Type}.{member.Member};"));
                code.Blank();
            }

            code.Lines($"throw value.UnknownLabel({Texts.Literal(column.Enum.Name)});");
        });
}
