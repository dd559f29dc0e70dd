using System.Runtime.InteropServices;

namespace DrawAot.Native;

/// <summary><c>drawaot_window</c>: where a grid of filters looks. All fields are 0 where there is no window.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Window(AttentionWindow window)
{
    public readonly float CentreX = window.CentreX;
    public readonly float CentreY = window.CentreY;
    public readonly float Stride = window.Stride;
    public readonly float Variance = window.Variance;
    public readonly float Intensity = window.Intensity;
}
