using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes the bodies of the methods that read an enum from a label or an integer, and write it as one.</summary>
internal static class EnumEmitter
{
    public static void Write(CodeWriter code, ValueModel value)
    {
        code.Block("if (value.IsInteger)", () => code.Lines($"return ({value.Type})value.GetInteger({value.Enum!.Smallest}, {value.Enum.Largest});"));
        code.Blank();
        if (value.Enum!.Members.Count > 0)
        {
            code.Lines("var label = value.GetLabel();");
        }

        foreach (var member in value.Enum.Members)
        {
            code.Block(
                $"if (global::System.MemoryExtensions.SequenceEqual(label, {Texts.Literal(member.Label)}u8))",
                () => code.Lines($"return {value.Type}.{member.Member};"));
            code.Blank();
        }

        code.Lines($"throw value.UnknownLabel({Texts.Literal(value.Enum.Name)});");
    }

    public static void WriteWrite(CodeWriter code, ValueModel value)
    {
        // One after another and no switch: two members may be one number.
        foreach (var member in value.Enum!.Members)
        {
            code.Block($"if (!writer.IsInteger && value == {value.Type}.{member.Member})", () => code.Lines($"""
                writer.WriteLabel({Texts.Literal(member.Label)}u8);
                return;
                """));
            code.Blank();
        }

        code.Lines("writer.Write(unchecked((long)value));");
    }
}
