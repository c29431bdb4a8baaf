using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes the body of the method that reads an enum from a label or an integer.</summary>
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
}
